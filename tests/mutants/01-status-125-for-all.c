/* caught-by: 01 step 6: a COMMAND that isn't there is 127, one that can't run is 126
 * A failed exec is a failure of the lab. */
static _Noreturn void step6_become_command(char *command[])
{
	execvp(command[0], command);
	die("execvp %s", command[0]);
}
