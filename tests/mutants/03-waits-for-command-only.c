/* caught-by: 03 step 6: orphans are reaped, hundreds of them
 * A parent as any other: who has lost another parent stays a zombie. */
static int step6_reap_and_pass_on(pid_t command)
{
	return wait_command(command);
}
