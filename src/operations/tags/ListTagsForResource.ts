import { copyTags } from '../../domain/tags.ts'
import { required, structure } from '../../wire/schema.ts'
import { ArnType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { regionalView } from '../require.ts'
import { requireTagged } from './require-tagged.ts'

/**
 * The tags of a user pool.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListTagsForResource.html
 */
export const ListTagsForResource = operation({
  auth: 'iam',
  quota: 'UserPoolResourceRead',
  input: structure({
    ResourceArn: required(ArnType),
  }),
  async handle(input, ctx) {
    const pool = await requireTagged(ctx, input.ResourceArn)
    return { Tags: copyTags((await regionalView(ctx, pool)).tags) }
  },
})
