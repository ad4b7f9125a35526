import { csvHeader } from '../../domain/import-csv.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'

/**
 * Answers the columns that a file must have to be imported into the pool.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetCSVHeader.html
 */
export const GetCSVHeader = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({ UserPoolId: required(UserPoolIdType) }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    return { UserPoolId: pool.id, CSVHeader: csvHeader(pool.schema) }
  },
})
