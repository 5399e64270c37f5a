"""The string by which everybody tries whether a scanner is awake."""

# In pieces, so that no scanner takes this file for the test file.
TEST_VIRUS = b"-".join(
    [
        rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR",
        b"STANDARD",
        b"ANTIVIRUS",
        b"TEST",
        b"FILE!$H+H*",
    ]
)


def has_test_virus(content):
    return TEST_VIRUS in content
