import type { Example } from '../example.ts'
import { activeJob, failedJob, job, readyJob } from '../import-steps.ts'
import { plain, prepared } from '../prepare.ts'

const pool = '--user-pool-id us-west-2_aaaaaaaaa'
const described = (JobName: string, Status: string) => ({
  JobName,
  JobId: 'import-qQ0DCt2fRh',
  UserPoolId: 'us-west-2_aaaaaaaaa',
  PreSignedUrl: 'PRE_SIGNED_URL',
  CreationDate: 1548271795.471,
  Status,
  CloudWatchLogsRoleArn: 'arn:aws:iam::111111111111:role/CognitoCloudWatchLogsRole',
  ImportedUsers: 0,
  SkippedUsers: 0,
  FailedUsers: 0,
})
/** An import needs a way to verify its users. */
const importing = { AutoVerifiedAttributes: ['email' as const] }
const byId = `${pool} --job-id import-TZqNQvDRnW`

/** Import jobs. Those that are started run one after the other: one at a time is active. */
export const imports: readonly Example[] = [
  {
    command: 'create-user-import-job',
    line: `${pool} --job-name MyImportJob --cloud-watch-logs-role-arn arn:aws:iam::111111111111:role/CognitoCloudWatchLogsRole`,
    prepare: prepared(plain),
    output: { UserImportJob: described('MyImportJob', 'Created') },
  },
  {
    command: 'describe-user-import-job',
    line: byId,
    prepare: prepared(importing, [job('import-Test1')]),
    output: { UserImportJob: { ...described('import-Test1', 'Created'), JobId: 'import-TZqNQvDRnW' } },
  },
  {
    command: 'get-csv-header',
    line: pool,
    prepare: prepared(plain),
    output: {
      UserPoolId: 'us-west-2_aaaaaaaaa',
      CSVHeader: [
        'name',
        'given_name',
        'family_name',
        'middle_name',
        'nickname',
        'preferred_username',
        'profile',
        'picture',
        'website',
        'email',
        'email_verified',
        'gender',
        'birthdate',
        'zoneinfo',
        'locale',
        'phone_number',
        'phone_number_verified',
        'address',
        'updated_at',
        'cognito:mfa_enabled',
        'cognito:username',
      ],
    },
  },
]

const takenUp = 'A job that is worked at is Stopping until the rows on their way are in.'

/** Those of which one at a time can be active. */
export const activeImports: readonly Example[] = [
  {
    command: 'list-user-import-jobs',
    line: `${pool} --max-results 20`,
    prepare: prepared(importing, [failedJob('import-Test1'), job('Test1'), job('Test2')]),
    output: {
      UserImportJobs: [
        described('Test2', 'Created'),
        described('Test1', 'Created'),
        {
          ...described('import-Test1', 'Failed'),
          StartDate: 1548277247.962,
          CompletionDate: 1548277248.912,
          FailedUsers: 1,
          CompletionMessage: 'Too many users have failed or been skipped during the import.',
        },
      ],
    },
  },
  {
    command: 'start-user-import-job',
    line: byId,
    prepare: prepared(importing, [readyJob('import-Test10')]),
    output: { UserImportJob: { ...described('import-Test10', 'Pending'), StartDate: 1548278397.334 } },
  },
  {
    command: 'stop-user-import-job',
    line: byId,
    prepare: prepared(importing, [activeJob('import-Test5')]),
    output: {
      UserImportJob: {
        ...described('import-Test5', 'Stopped'),
        StartDate: 1548278623.366,
        CompletionDate: 1548278626.741,
        CompletionMessage: 'The Import Job was stopped by the developer.',
      },
    },
    differs: { 'UserImportJob.Status': takenUp, 'UserImportJob.ImportedUsers': takenUp },
    absent: { 'UserImportJob.CompletionDate': takenUp, 'UserImportJob.CompletionMessage': takenUp },
  },
]
