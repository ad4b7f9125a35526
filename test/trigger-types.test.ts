/** The types of functions against those of `@types/aws-lambda`: it is the compiler that tests. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type * as aws from 'aws-lambda'
import type * as cenote from '../src/triggers/index.ts'

/** Compiles only where A is a B. */
type Is<A extends B, B> = [A, B]
/** Compiles only where each is the other. */
type Same<A extends B, B extends C, C = A> = [A, B, C]

/** Events that are the same there and here. */
export type SameEvents = [
  Same<cenote.PreSignUpTriggerEvent, aws.PreSignUpTriggerEvent>,
  Same<cenote.PostConfirmationTriggerEvent, aws.PostConfirmationTriggerEvent>,
  Same<cenote.PreAuthenticationTriggerEvent, aws.PreAuthenticationTriggerEvent>,
  Same<cenote.PostAuthenticationTriggerEvent, aws.PostAuthenticationTriggerEvent>,
  Same<cenote.CustomMessageTriggerEvent, aws.CustomMessageTriggerEvent>,
  Same<cenote.VerifyAuthChallengeResponseTriggerEvent, aws.VerifyAuthChallengeResponseTriggerEvent>,
  Same<cenote.PreTokenGenerationTriggerEvent, aws.PreTokenGenerationTriggerEvent>,
  Same<cenote.UserMigrationTriggerEvent, aws.UserMigrationTriggerEvent>,
  Same<cenote.CustomEmailSenderTriggerEvent, aws.CustomEmailSenderTriggerEvent>,
  Same<cenote.CustomSMSSenderTriggerEvent, aws.CustomSMSSenderTriggerEvent>,
  Same<cenote.InboundFederationTriggerEvent, aws.InboundFederationTriggerEvent>,
]

type KnownChallenge = aws.DefineAuthChallengeTriggerEvent['request']['session'][number]
/** A session without the challenges that are not known there. */
type KnownSession<Event extends { request: object }> = Event & {
  request: { session: ((cenote.ChallengeResult | cenote.CustomChallengeResult) & KnownChallenge)[] }
}
type TextClaims = { claimsToAddOrOverride?: cenote.StringMap }
/** Claims that are texts, as if there were no others, and no member that is there and undefined. */
type WithTextClaims<Event extends { response: object }> = Event & {
  response: {
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: TextClaims & { claimsToSuppress: string[] }
      accessTokenGeneration: TextClaims & {
        claimsToSuppress: string[]
        scopesToAdd: string[]
        scopesToSuppress: string[]
      }
      groupOverrideDetails: Required<aws.GroupOverrideDetailsV3>
    }
  }
  request: {
    scopes: string[]
    clientMetadata: cenote.StringMap
    groupConfiguration: Required<aws.GroupOverrideDetailsV3>
  }
}
type MachineEvent = cenote.PreTokenGenerationV3TriggerEvent & { triggerSource: 'TokenGeneration_ClientCredentials' }

/** Events that are wider here, by what is written above, and the same but for that. */
export type WiderEvents = [
  Is<aws.DefineAuthChallengeTriggerEvent, cenote.DefineAuthChallengeTriggerEvent>,
  Is<KnownSession<cenote.DefineAuthChallengeTriggerEvent>, aws.DefineAuthChallengeTriggerEvent>,
  Is<aws.CreateAuthChallengeTriggerEvent, cenote.CreateAuthChallengeTriggerEvent>,
  Is<KnownSession<cenote.CreateAuthChallengeTriggerEvent>, aws.CreateAuthChallengeTriggerEvent>,
  Is<aws.PreTokenGenerationV2TriggerEvent, cenote.PreTokenGenerationV2TriggerEvent>,
  Is<WithTextClaims<cenote.PreTokenGenerationV2TriggerEvent>, aws.PreTokenGenerationV2TriggerEvent>,
  Is<aws.PreTokenGenerationV3TriggerEvent, cenote.PreTokenGenerationV3TriggerEvent>,
  Is<WithTextClaims<MachineEvent>, aws.PreTokenGenerationV3TriggerEvent>,
]

/** Handlers written with the types of here, which AWS Lambda takes. */
export type Handlers = [
  Is<cenote.PreSignUpTriggerHandler, aws.PreSignUpTriggerHandler>,
  Is<cenote.PostConfirmationTriggerHandler, aws.PostConfirmationTriggerHandler>,
  Is<cenote.PreAuthenticationTriggerHandler, aws.PreAuthenticationTriggerHandler>,
  Is<cenote.PostAuthenticationTriggerHandler, aws.PostAuthenticationTriggerHandler>,
  Is<cenote.CustomMessageTriggerHandler, aws.CustomMessageTriggerHandler>,
  Is<cenote.DefineAuthChallengeTriggerHandler, aws.DefineAuthChallengeTriggerHandler>,
  Is<cenote.CreateAuthChallengeTriggerHandler, aws.CreateAuthChallengeTriggerHandler>,
  Is<cenote.VerifyAuthChallengeResponseTriggerHandler, aws.VerifyAuthChallengeResponseTriggerHandler>,
  Is<cenote.PreTokenGenerationTriggerHandler, aws.PreTokenGenerationTriggerHandler>,
  Is<cenote.PreTokenGenerationV2TriggerHandler, aws.PreTokenGenerationV2TriggerHandler>,
  Is<cenote.PreTokenGenerationV3TriggerHandler, aws.PreTokenGenerationV3TriggerHandler>,
  Is<cenote.UserMigrationTriggerHandler, aws.UserMigrationTriggerHandler>,
  Is<cenote.CustomEmailSenderTriggerHandler, aws.CustomEmailSenderTriggerHandler>,
  Is<cenote.CustomSMSSenderTriggerHandler, aws.CustomSMSSenderTriggerHandler>,
  Is<cenote.InboundFederationTriggerHandler, aws.InboundFederationTriggerHandler>,
]

test('the package exports the types', () => {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, { types: string }> }
  const source = exports['./triggers']?.types.replace('./dist/', 'src/').replace('.d.ts', '.ts') ?? ''
  assert.ok(existsSync(source), source)
})
