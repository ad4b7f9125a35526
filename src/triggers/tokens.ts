import type { Events, StringMap, TriggerHandler, WithMetadata, WithUser } from './event.ts'

/** Groups and roles: the user's in a request, and what replaces them in an answer. */
export type GroupOverrideDetails = {
  groupsToOverride?: string[] | undefined
  iamRolesToOverride?: string[] | undefined
  preferredRole?: string | undefined
}
type WithGroups = { groupConfiguration: GroupOverrideDetails }
type WithScopes = { scopes?: string[] | undefined }
type TokenSource =
  | 'TokenGeneration_HostedAuth'
  | 'TokenGeneration_Authentication'
  | 'TokenGeneration_NewPasswordChallenge'
  | 'TokenGeneration_AuthenticateDevice'
  | 'TokenGeneration_RefreshTokens'

/** What a function of the first version changes: claims of the ID token, and the groups of both. */
export type PreTokenGenerationTriggerResponse = {
  claimsOverrideDetails: {
    claimsToAddOrOverride?: StringMap | undefined
    claimsToSuppress?: string[] | undefined
    groupOverrideDetails?: GroupOverrideDetails | undefined
  }
}
/** Tokens are about to be signed: the first version of the event (`V1_0`). */
export type PreTokenGenerationTriggerEvent = Events<
  TokenSource,
  WithUser & WithMetadata & WithGroups,
  PreTokenGenerationTriggerResponse
>
/** A function of PreTokenGeneration with events of the first version. */
export type PreTokenGenerationTriggerHandler = TriggerHandler<PreTokenGenerationTriggerEvent>

type ClaimScalar = string | number | boolean
/** What a claim may hold from the second version on. */
export type ClaimValue = ClaimScalar | ClaimScalar[] | { [member: string]: unknown }
/** Changes to the claims of an ID token. */
export type IdTokenGeneration = {
  claimsToAddOrOverride?: { [claim: string]: ClaimValue } | undefined
  claimsToSuppress?: string[] | undefined
}
/** Changes to the claims and scopes of an access token. */
export type AccessTokenGeneration = IdTokenGeneration & {
  scopesToAdd?: string[] | undefined
  scopesToSuppress?: string[] | undefined
}
/** What a function of the second version changes, of both tokens. */
export type PreTokenGenerationV2TriggerResponse = {
  claimsAndScopeOverrideDetails: {
    idTokenGeneration?: IdTokenGeneration | undefined
    accessTokenGeneration?: AccessTokenGeneration | undefined
    groupOverrideDetails?: GroupOverrideDetails | undefined
  }
}
/** Tokens are about to be signed: the second version of the event (`V2_0`). */
export type PreTokenGenerationV2TriggerEvent = Events<
  TokenSource,
  WithUser & WithMetadata & WithGroups & WithScopes,
  PreTokenGenerationV2TriggerResponse
>
/** A function of PreTokenGeneration with events of the second version. */
export type PreTokenGenerationV2TriggerHandler = TriggerHandler<PreTokenGenerationV2TriggerEvent>

/** What a function of the third version changes: the same. */
export type PreTokenGenerationV3TriggerResponse = PreTokenGenerationV2TriggerResponse
/** The third version (`V3_0`): also of a client's own access token, which has no user and no groups. */
export type PreTokenGenerationV3TriggerEvent = Events<
  TokenSource | 'TokenGeneration_ClientCredentials',
  WithUser & WithMetadata & WithGroups & WithScopes,
  PreTokenGenerationV3TriggerResponse
> & { version: '3' }
/** A function of PreTokenGeneration with events of the third version. */
export type PreTokenGenerationV3TriggerHandler = TriggerHandler<PreTokenGenerationV3TriggerEvent>
