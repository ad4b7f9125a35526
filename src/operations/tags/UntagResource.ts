import { copyTags } from '../../domain/tags.ts'
import { required, structure } from '../../wire/schema.ts'
import { ArnType } from '../../wire/shapes/common.ts'
import { UserPoolTagsListType } from '../../wire/shapes/pool.ts'
import { operation } from '../operation.ts'
import { editTags } from './edit-tags.ts'
import { requireTagged } from './require-tagged.ts'

/**
 * Removes tags from a user pool; keys that it does not have are ignored.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UntagResource.html
 */
export const UntagResource = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    ResourceArn: required(ArnType),
    TagKeys: required(UserPoolTagsListType),
  }),
  async handle(input, ctx) {
    const pool = await requireTagged(ctx, input.ResourceArn)
    await editTags(ctx, pool, (current) => {
      const tags = copyTags(current)
      for (const key of input.TagKeys) delete tags[key]
      return tags
    })
    return {}
  },
})
