import { fault } from '../../domain/errors.ts'
import { newImportJobId } from '../../domain/generated-names.ts'
import { type ImportJob, importLimits } from '../../domain/import-job.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import { holdPool } from '../../flows/hold-pool.ts'
import { required, structure } from '../../wire/schema.ts'
import { ArnType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { PasswordHashingAlgorithmType, UserImportJobNameType } from '../../wire/shapes/import-job.ts'
import { refuseForeignRole } from '../groups/role-arn.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toUserImportJobType } from './present.ts'

/**
 * Makes a job that imports users, and a signed URL to which its file can be uploaded for a quarter of
 * an hour. The role is stored; the job's log is kept by this server.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserImportJob.html
 */
export const CreateUserImportJob = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    JobName: required(UserImportJobNameType),
    UserPoolId: required(UserPoolIdType),
    CloudWatchLogsRoleArn: required(ArnType),
    PasswordHashingAlgorithm: PasswordHashingAlgorithmType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    refuseForeignRole(ctx, input.CloudWatchLogsRoleArn)
    const job: ImportJob = {
      poolId: pool.id,
      id: newImportJobId(ctx.random),
      name: input.JobName,
      status: 'Created',
      roleArn: input.CloudWatchLogsRoleArn,
      algorithm: input.PasswordHashingAlgorithm,
      imported: 0,
      skipped: 0,
      failed: 0,
      message: undefined,
      createdAt: ctx.now(),
      startedAt: undefined,
      completedAt: undefined,
      fileBytes: undefined,
    }
    await ctx.store.transaction(async (tx) => {
      await holdPool(tx, pool)
      await tx.importJobs.insert(job)
      const count = await tx.importJobs.count(pool.id)
      if (count > importLimits.jobsOfPool) throw fault('LimitExceededException', unverifiedTexts.importLimit)
    })
    return { UserImportJob: toUserImportJobType(ctx, job) }
  },
})
