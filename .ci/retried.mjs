/** A reporter that names each test that failed and then passed: no failure on a busy machine, and a defect to look at. */
export default class Retried {
  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky === true) console.log(`Passed on its second try: ${test.fullName}`);
  }
}
