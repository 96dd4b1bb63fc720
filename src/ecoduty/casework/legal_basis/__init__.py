"""The law behind what is owed: instruments, how their provisions are written and read, whether they hold on a day."""
