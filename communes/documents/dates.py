"""Days as official papers write them (NĐ 30/2020/NĐ-CP, Phụ lục I)."""


def in_words(day):
    """ngày 05 tháng 02 năm 2026: a zero for days under ten, months one and two."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
