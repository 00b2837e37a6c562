"""What an uploaded notice file says of itself, beside its content, by the metadata of its object. Pure."""

# Who put it in.
BY = "by"
# What a person confirmed about it: that numbers without their leading zero are to be read with one.
CONFIRMED = "confirmed"
LEADING_ZEROS = "leading-zeros"
