"""Whether anything is lost or doubled when the program is cut off, or the disk or the register fails it.

    python -m tests.kill --kills 500 --files 200     random kills while a full inbox is worked off
    python -m tests.kill --matrix                    killed, and failed, at one durable step after the other

The program has no hooks for this. A child process is forked from one that has everything loaded; in it the
calls by which something becomes lasting are counted: to write, sync, rename, remove, commit.
"""
