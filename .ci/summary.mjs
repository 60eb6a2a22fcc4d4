// Prints "N passed, N failed" as the last line and sets the exit code.
// Usage: node summary.mjs <vitest's JSON report> <exit code of the tests> <number of other checks that failed>
import { readFileSync } from 'node:fs';

const [reportPath, exitCode, failedChecks] = process.argv.slice(2);
const { passed, failed, skipped } = countTests(readReport(reportPath));
// Vitest also fails over what no single test did (an unhandled rejection, a report that was never written).
const unexplained = exitCode !== '0' && failed === 0 ? 1 : 0;
const allFailed = failed + Number(failedChecks) + unexplained;

if (skipped > 0) console.log(`${skipped} skipped`);
if (unexplained > 0) console.log(`The tests ended with exit code ${exitCode} although none of them failed.`);
if (failedChecks !== '0')
  console.log(`${failedChecks} of the checks before the tests failed; they count below.`);
console.log(`${passed} passed, ${allFailed} failed`);
process.exitCode = allFailed === 0 && passed > 0 ? 0 : 1;

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { testResults: [] };
  }
}

function countTests({ testResults }) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const file of testResults) {
    const statuses = file.assertionResults.map(({ status }) => status);
    const failures = statuses.filter((status) => status === 'failed').length;
    count.passed += statuses.filter((status) => status === 'passed').length;
    // A file that could not be loaded, or whose hooks failed, has no failed test to show.
    count.failed += file.status === 'failed' && failures === 0 ? 1 : failures;
    count.skipped += statuses.filter((status) => status !== 'passed' && status !== 'failed').length;
  }
  return count;
}
