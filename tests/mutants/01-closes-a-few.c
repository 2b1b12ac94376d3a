/* caught-by: 01 step 3: COMMAND gets no descriptor but 0, 1 and 2
 * "Nobody has more than ten files open." */
static void step3_close_descriptors(void)
{
	for (int fd = 3; fd < 10; fd++)
		close(fd);
}
