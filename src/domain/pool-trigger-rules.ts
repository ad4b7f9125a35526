import type { LambdaConfig } from './pool.ts'
import { arnPlace, type PoolRule } from './pool-rule.ts'

/** Every function that the triggers name. */
const functions = ({ kMSKeyID: _, ...triggers }: LambdaConfig): string[] =>
  Object.values(triggers).map((trigger) => (typeof trigger === 'string' ? trigger : trigger.lambdaArn))

/** What the Lambda triggers of a pool must be like. A function of another account is accepted. */
export const triggerRules: readonly PoolRule[] = [
  {
    text: "Cannot use PreTokenGenerationLambda and PreTokenGeneration with different Lambda function ARN's",
    broken: ({ input: { lambdaConfig: given } }) =>
      given?.preTokenGeneration !== undefined &&
      given.preTokenGenerationConfig !== undefined &&
      given.preTokenGeneration !== given.preTokenGenerationConfig.lambdaArn,
  },
  {
    text: 'KMSKeyId parameter is required when Custom SMS/Email Lambda trigger is used.',
    broken: ({ settings: { lambdaConfig } }) =>
      Boolean(lambdaConfig.customSMSSender ?? lambdaConfig.customEmailSender) && !lambdaConfig.kMSKeyID,
  },
  {
    text: 'Cross-region lambda functions are not supported',
    broken: ({ settings, place }) =>
      functions(settings.lambdaConfig).some((arn) => arnPlace(arn).region !== place.region),
  },
  {
    text: ({ settings }) => `Invalid arn ${arnPlace(settings.lambdaConfig.kMSKeyID ?? '').region}`,
    broken: ({ settings: { lambdaConfig }, place }) =>
      lambdaConfig.kMSKeyID !== undefined && arnPlace(lambdaConfig.kMSKeyID).region !== place.region,
  },
]
