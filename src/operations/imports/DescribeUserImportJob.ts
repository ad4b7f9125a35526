import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UserImportJobIdType } from '../../wire/shapes/import-job.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { toUserImportJobType } from './present.ts'
import { requireImportJob } from './require-job.ts'

/**
 * Answers a job and how far it is.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserImportJob.html
 */
export const DescribeUserImportJob = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    JobId: required(UserImportJobIdType),
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    return { UserImportJob: toUserImportJobType(ctx, await requireImportJob(ctx.store, pool, input.JobId)) }
  },
})
