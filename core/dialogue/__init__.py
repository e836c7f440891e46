"""The words that commands and doors share: question, form, reply, command, refusal."""
