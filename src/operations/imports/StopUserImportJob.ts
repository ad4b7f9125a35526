import { fault } from '../../domain/errors.ts'
import { completionMessages } from '../../domain/import-job.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UserImportJobIdType } from '../../wire/shapes/import-job.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toUserImportJobType } from './present.ts'
import { requireImportJob } from './require-job.ts'

/**
 * Stops a job for good: at once when no node has taken it up, or else after the rows that are on their
 * way. Users that came in stay.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StopUserImportJob.html
 */
export const StopUserImportJob = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    JobId: required(UserImportJobIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const job = await ctx.store.transaction(async (tx) => {
      const before = await requireImportJob(tx, pool, input.JobId)
      const ended = {
        from: ['Pending'],
        status: 'Stopped',
        message: completionMessages.stopped,
        now: ctx.now(),
      } as const
      const hasStopped = (await tx.importJobs.end(before, ended)) || (await tx.importJobs.askToStop(before))
      const after = await requireImportJob(tx, pool, input.JobId)
      if (!hasStopped) {
        throw fault('PreconditionNotMetException', unverifiedTexts.importNotStoppable(after.id, after.status))
      }
      return after
    })
    return { UserImportJob: toUserImportJobType(ctx, job) }
  },
})
