import { defaultAcrValues } from './pool.ts'
import type { Candidate, PoolRule } from './pool-rule.ts'
import { unverifiedTexts } from './unverified-texts.ts'

const stated = ({ input }: Candidate) => [...(input.acrConfiguration ?? [])]
const unknownLevel = (candidate: Candidate) =>
  stated(candidate).find(([level]) => !Object.hasOwn(defaultAcrValues, level))?.[0]
const badLevel = (candidate: Candidate) =>
  stated(candidate).find(([, value]) => !/^[\x21\x23-\x5B\x5D-\x7E]{1,64}$/.test(value))?.[0]

/**
 * What a pool may call the levels of authentication.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html
 */
export const acrRules: readonly PoolRule[] = [
  {
    text: (candidate) => unverifiedTexts.acrLevel(unknownLevel(candidate) ?? ''),
    broken: (candidate) => unknownLevel(candidate) !== undefined,
  },
  {
    text: (candidate) => unverifiedTexts.acrValue(badLevel(candidate) ?? ''),
    broken: (candidate) => badLevel(candidate) !== undefined,
  },
  {
    text: unverifiedTexts.acrDuplicate,
    broken: ({ settings }) => {
      const values = Object.values({ ...defaultAcrValues, ...settings.acrConfiguration })
      return new Set(values).size < values.length
    },
  },
]
