"""Which kind of unit (单位类别) a unit is, as far as its name says it."""

from reportdesk.form import Form


def kind_of_unit(form: Form, unit: str) -> str:
    """The id of the kind that the name's longest known ending speaks for; the form's default where none does.

    The endings stand in the form's data file: 示例县城关镇人民政府 ends in 镇人民政府, a township.
    """
    endings = [
        (len(ending), kind.id) for kind in form.definition.kinds for ending in kind.endings if unit.endswith(ending)
    ]
    return max(endings)[1] if endings else form.definition.default_kind
