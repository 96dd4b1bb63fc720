"""12345: work orders come in, what becomes of them goes out; signed, in order for each order, over HTTPS or as files.

The protocol stands in docs/operations/hotline12345.md. `intake` takes messages in and `applying` turns them into acts on
complaints; `telling` writes down what acts have to say to the other side, and `sending` or `folder` takes it there. How a
message fares is a row of `Exchange` and of the outbox; how the complaint stands is the complaint's alone.
"""
