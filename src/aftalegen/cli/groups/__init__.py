"""The commands and their options, by what they are for; what each does is imported when called."""
