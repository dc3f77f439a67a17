# expect: unreadable-file
def add_timestamps(table):
    pass
