"""How the API writes a member of staff: what the work needs, the rest masked."""

from rest_framework import serializers

from staffing.models import Assignment, Person, Qualification

SHOWN_DIGITS = 3


def masked(personal_id):
    """The last digits tell namesakes apart; the rest stays out of files."""
    hidden = len(personal_id) - SHOWN_DIGITS
    return "*" * hidden + personal_id[hidden:]


class QualificationSerializer(serializers.ModelSerializer):
    degree_name = serializers.CharField(source="degree.name")

    class Meta:
        model = Qualification
        fields = [
            "degree",
            "degree_name",
            "major",
            "subject",
            "is_teacher_training",
            "has_certificate",
            "obtained_on",
        ]


class AssignmentSerializer(serializers.ModelSerializer):
    school = serializers.CharField(source="institution.code")
    school_name = serializers.CharField(source="institution.name")
    post_name = serializers.CharField(source="post.name")

    class Meta:
        model = Assignment
        fields = [
            "school",
            "school_name",
            "post",
            "post_name",
            "level",
            "subject",
            "contract",
            "is_main",
            "share",
            "started_on",
            "ended_on",
            "end_reason",
        ]


class PersonSerializer(serializers.ModelSerializer):
    personal_id = serializers.SerializerMethodField()
    ethnicity_name = serializers.CharField(source="ethnicity.name")
    qualifications = QualificationSerializer(many=True)
    assignments = AssignmentSerializer(many=True)

    class Meta:
        model = Person
        fields = [
            "id",
            "personal_id",
            "full_name",
            "sex",
            "birth_date",
            "birth_year_only",
            "ethnicity",
            "ethnicity_name",
            "qualifications",
            "assignments",
        ]

    def get_personal_id(self, person) -> str:
        return masked(person.personal_id)
