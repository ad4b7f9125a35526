import type { Context } from '../../context.ts'
import type { ImportJob } from '../../domain/import-job.ts'
import { uploadUrl } from '../../flows/imports/upload-url.ts'
import { toTimestamp } from '../../wire/casing.ts'

const toOptionalTimestamp = (at: number | undefined) => (at === undefined ? undefined : toTimestamp(at))

/** A job as answers have it; what has not come to be yet is absent. */
export const toUserImportJobType = (ctx: Context, job: ImportJob) => ({
  JobName: job.name,
  JobId: job.id,
  UserPoolId: job.poolId,
  PreSignedUrl: uploadUrl(ctx, job),
  CreationDate: toTimestamp(job.createdAt),
  StartDate: toOptionalTimestamp(job.startedAt),
  CompletionDate: toOptionalTimestamp(job.completedAt),
  Status: job.status,
  CloudWatchLogsRoleArn: job.roleArn,
  ImportedUsers: job.imported,
  SkippedUsers: job.skipped,
  FailedUsers: job.failed,
  CompletionMessage: job.message,
  PasswordHashingAlgorithm: job.algorithm,
})
