// Counts checks. A group prints one line when it ends, and each failure below it.

export class Report {
  #passed = 0;
  #failed = 0;
  #group = { passed: 0, failures: [] };

  /** Notes one check; `failure` says where and what, with the value that was found. */
  check(holds, failure) {
    if (holds) this.#group.passed += 1;
    else this.#group.failures.push(failure);
    return Boolean(holds);
  }

  /** Ends the group of the checks since the last call. */
  group(name) {
    const { passed, failures } = this.#group;
    this.#passed += passed;
    this.#failed += failures.length;
    const sign = failures.length === 0 ? 'ok  ' : 'FAIL';
    console.log(`${sign} ${name}: ${passed} of ${passed + failures.length}`);
    for (const failure of failures) console.log(`     - ${failure}`);
    this.#group = { passed: 0, failures: [] };
  }

  /** Runs `checks`; an exception becomes a failure, and what comes after still runs. */
  async attempt(name, checks) {
    try {
      await checks();
    } catch (error) {
      const [what, ...more] = error.message.trim().split('\n').map((line) => line.trim());
      this.check(false, `${name} broke off: ${[what, ...more.slice(0, 2)].join(' ')}`);
    }
  }

  /** Runs the `checks` of one group and ends it. */
  async guard(name, checks) {
    await this.attempt(name, checks);
    if (this.#group.passed + this.#group.failures.length > 0) this.group(name);
  }

  finish() {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    // Nothing looked at is not a success.
    process.exitCode = this.#failed > 0 || this.#passed === 0 ? 1 : 0;
  }
}
