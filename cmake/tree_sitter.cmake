# placeholder until the python room is in place
