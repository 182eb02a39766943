"""Pictures that a form holds, drawn from its print view: 가계도 and 생태도."""
