"""The facts of a municipality that a DOCX template of docxtpl has fields for."""

from typing import Any


def facts(municipality: dict[str, Any]) -> dict[str, str]:
    """The fields by name. Fields of one kind must differ, or a template could not tell them."""
    hospital = municipality.get("hospital") or {}
    return {
        "official_name": municipality["official_name"],
        "cvr": municipality["cvr"],
        "street": municipality["address"]["street"],
        "health_council": municipality["health_council"]["name"],
        "hospital": hospital.get("name", ""),
    }
