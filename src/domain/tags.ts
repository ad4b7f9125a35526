import { type ErrorName, fault } from './errors.ts'
import { unverifiedTexts } from './unverified-texts.ts'

/** The tags of a resource. Read from a request it has no prototype, so that no key is special. */
export type Tags = Readonly<Record<string, string>>

const MAXIMUM_TAGS = 50

/**
 * Raises `error` for more than 50 tags or a key that is reserved.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/tagging.html
 */
export const checkTags = (
  tags: Tags,
  error: Extract<ErrorName, 'InvalidParameterException' | 'UserPoolTaggingException'>,
): void => {
  const keys = Object.keys(tags)
  if (keys.length > MAXIMUM_TAGS) throw fault(error, unverifiedTexts.tagCount)
  if (keys.some((key) => key.toLowerCase().startsWith('aws:'))) throw fault(error, unverifiedTexts.tagPrefix)
}

/** A copy without a prototype, for answers and for changes. */
export const copyTags = (...sources: readonly Tags[]): Record<string, string> =>
  Object.assign(Object.create(null), ...sources)
