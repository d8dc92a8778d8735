"""Defaults of the context, which any client can send, for fields that only our code sets."""


def without_defaults(records, names):
    """The records without defaults for these fields; as they are for the system itself.

    :param records: any records, in the environment of the request
    :param names: names of fields
    """
    foreign = {f"default_{name}" for name in names} & records.env.context.keys()
    if records.env.su or not foreign:
        return records
    context = records.env.context
    return records.with_context({key: context[key] for key in context if key not in foreign})
