import { checkTags, copyTags } from '../../domain/tags.ts'
import { required, structure } from '../../wire/schema.ts'
import { ArnType } from '../../wire/shapes/common.ts'
import { UserPoolTagsType } from '../../wire/shapes/pool.ts'
import { operation } from '../operation.ts'
import { editTags } from './edit-tags.ts'
import { requireTagged } from './require-tagged.ts'

/**
 * Adds tags to a user pool; a key that it has gets the new value.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TagResource.html
 */
export const TagResource = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    ResourceArn: required(ArnType),
    Tags: required(UserPoolTagsType),
  }),
  async handle(input, ctx) {
    const pool = await requireTagged(ctx, input.ResourceArn)
    await editTags(ctx, pool, (current) => {
      const tags = copyTags(current, input.Tags)
      checkTags(tags, 'InvalidParameterException')
      return tags
    })
    return {}
  },
})
