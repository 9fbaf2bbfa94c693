// Loaded into the host before its program: it dies as it is told, in a folder of the test.
process.chdir(process.env.PYNCHY_TEST_CRASH_DIR);
process.on('message', (how) => {
  if (how === 'abort') process.abort();
  if (how === 'throw')
    setImmediate(() => {
      throw new Error('the test wanted it');
    });
  if (how === 'fill') for (const all = []; ; ) all.push(new Array(1e5).fill(all.length));
});
process.channel?.unref();
