import { fault } from '../../domain/errors.ts'
import type { ImportJob } from '../../domain/import-job.ts'
import type { Pool } from '../../domain/pool.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UserImportJobIdType } from '../../wire/shapes/import-job.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toUserImportJobType } from './present.ts'
import { requireImportJob } from './require-job.ts'

const unmet = (text: string) => fault('PreconditionNotMetException', text)

const requireStartable = ({ settings }: Pool, { id, status, fileBytes }: ImportJob) => {
  if (status !== 'Created') throw unmet(unverifiedTexts.importNotStartable(id, status))
  if (fileBytes === undefined) throw unmet(`No csv file was uploaded for ${id}`)
  if (!settings.autoVerifiedAttributes?.length) throw unmet(unverifiedTexts.importUnverifiable)
}

/**
 * Starts a job whose file was uploaded. One job is active at a time, whichever pool it is of; it is
 * Pending until a node takes it up.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartUserImportJob.html
 */
export const StartUserImportJob = operation({
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
      requireStartable(pool, before)
      const outcome = await tx.importJobs.start(before, ctx.now())
      if (outcome === 'busy') throw unmet(unverifiedTexts.importActive)
      const after = await requireImportJob(tx, pool, input.JobId)
      if (outcome === 'not startable') throw unmet(unverifiedTexts.importNotStartable(after.id, after.status))
      return after
    })
    return { UserImportJob: toUserImportJobType(ctx, job) }
  },
})
