import type { Events, StringMap, TriggerHandler, WithMetadata, WithUser, WithUserNotFound } from './event.ts'

/** The challenges of a custom sign-in that are not a function's own. */
export type ChallengeName =
  | 'SRP_A'
  | 'PASSWORD_VERIFIER'
  | 'SMS_MFA'
  | 'EMAIL_OTP'
  | 'SOFTWARE_TOKEN_MFA'
  | 'NEW_PASSWORD_REQUIRED'
  | 'DEVICE_SRP_AUTH'
  | 'DEVICE_PASSWORD_VERIFIER'
  | 'ADMIN_NO_SRP_AUTH'
/** How such a challenge went. */
export type ChallengeResult = {
  challengeName: ChallengeName
  challengeResult: boolean
  challengeMetadata?: undefined
}
/** How a challenge of the function's own went, with the metadata that it gave it. */
export type CustomChallengeResult = {
  challengeName: 'CUSTOM_CHALLENGE'
  challengeResult: boolean
  challengeMetadata?: string | undefined
}
/** The challenges so far, oldest first. */
type WithSession = { session: (ChallengeResult | CustomChallengeResult)[] }

/** What comes next: a challenge, tokens, or the end. */
export type DefineAuthChallengeTriggerResponse = {
  challengeName?: string | undefined
  issueTokens: boolean
  failAuthentication: boolean
}
/** A custom sign-in goes on. */
export type DefineAuthChallengeTriggerEvent = Events<
  'DefineAuthChallenge_Authentication',
  WithUser & WithMetadata & WithUserNotFound & WithSession,
  DefineAuthChallengeTriggerResponse
>
/** A function of DefineAuthChallenge. */
export type DefineAuthChallengeTriggerHandler = TriggerHandler<DefineAuthChallengeTriggerEvent>

/** A challenge: for the client, for the function that verifies it, and for what comes later in the sign-in. */
export type CreateAuthChallengeTriggerResponse = {
  publicChallengeParameters: StringMap
  privateChallengeParameters: StringMap
  challengeMetadata: string
}
/** A challenge of the function's own is to be made. */
export type CreateAuthChallengeTriggerEvent = Events<
  'CreateAuthChallenge_Authentication',
  WithUser & WithMetadata & WithUserNotFound & WithSession & { challengeName: string },
  CreateAuthChallengeTriggerResponse
>
/** A function of CreateAuthChallenge. */
export type CreateAuthChallengeTriggerHandler = TriggerHandler<CreateAuthChallengeTriggerEvent>

/** Whether the answer is right. */
export type VerifyAuthChallengeResponseTriggerResponse = { answerCorrect: boolean }
/** A challenge of the function's own was answered. */
export type VerifyAuthChallengeResponseTriggerEvent = Events<
  'VerifyAuthChallengeResponse_Authentication',
  WithUser & WithMetadata & WithUserNotFound & { privateChallengeParameters: StringMap; challengeAnswer: string },
  VerifyAuthChallengeResponseTriggerResponse
>
/** A function of VerifyAuthChallengeResponse. */
export type VerifyAuthChallengeResponseTriggerHandler = TriggerHandler<VerifyAuthChallengeResponseTriggerEvent>
