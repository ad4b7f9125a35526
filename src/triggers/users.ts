import type { Events, StringMap, TriggerHandler, WithMetadata, WithUser, WithUserNotFound } from './event.ts'

/** What PreSignUp may set: all are false at first, and none counts for users whom administrators create. */
export type PreSignUpTriggerResponse = { autoConfirmUser: boolean; autoVerifyEmail: boolean; autoVerifyPhone: boolean }
/** Somebody is about to be stored. */
export type PreSignUpTriggerEvent = Events<
  'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser' | 'PreSignUp_ExternalProvider',
  WithUser & WithMetadata & { validationData?: StringMap | undefined },
  PreSignUpTriggerResponse
>
/** A function of PreSignUp. */
export type PreSignUpTriggerHandler = TriggerHandler<PreSignUpTriggerEvent>

/** PostConfirmation sets nothing. */
export type PostConfirmationTriggerResponse = object
/** Somebody was confirmed, or has set a new password by a code. */
export type PostConfirmationTriggerEvent = Events<
  'PostConfirmation_ConfirmSignUp' | 'PostConfirmation_ConfirmForgotPassword',
  WithUser & WithMetadata,
  PostConfirmationTriggerResponse
>
/** A function of PostConfirmation. */
export type PostConfirmationTriggerHandler = TriggerHandler<PostConfirmationTriggerEvent>

/** PreAuthentication sets nothing: it lets a sign-in go on, or refuses it by an error. */
export type PreAuthenticationTriggerResponse = object
/** Somebody signs in, and no secret of theirs was looked at yet. */
export type PreAuthenticationTriggerEvent = Events<
  'PreAuthentication_Authentication',
  WithUser & WithMetadata & WithUserNotFound & { validationData?: StringMap | undefined },
  PreAuthenticationTriggerResponse
>
/** A function of PreAuthentication. */
export type PreAuthenticationTriggerHandler = TriggerHandler<PreAuthenticationTriggerEvent>

/** PostAuthentication sets nothing. */
export type PostAuthenticationTriggerResponse = object
/** Somebody has proved who they are, and has no tokens yet. */
export type PostAuthenticationTriggerEvent = Events<
  'PostAuthentication_Authentication',
  WithUser & WithMetadata & { newDeviceUsed: boolean },
  PostAuthenticationTriggerResponse
>
/** A function of PostAuthentication. */
export type PostAuthenticationTriggerHandler = TriggerHandler<PostAuthenticationTriggerEvent>

/** Somebody of another system; no attributes, as at first, mean that nobody is known there. */
export type UserMigrationTriggerResponse = {
  userAttributes: StringMap
  /** CONFIRMED keeps the password that was typed; with anything else the user sets a new one. */
  finalUserStatus?:
    | 'UNCONFIRMED'
    | 'CONFIRMED'
    | 'ARCHIVED'
    | 'COMPROMISED'
    | 'UNKNOWN'
    | 'RESET_REQUIRED'
    | 'FORCE_CHANGE_PASSWORD'
    | undefined
  messageAction?: 'RESEND' | 'SUPPRESS' | undefined
  desiredDeliveryMediums: ('SMS' | 'EMAIL')[]
  forceAliasCreation?: boolean | undefined
  enableSMSMFA?: boolean | undefined
}
/** Nobody has the name. With ForgotPassword there is no `password`. */
export type UserMigrationTriggerEvent = Events<
  'UserMigration_Authentication' | 'UserMigration_ForgotPassword',
  WithMetadata & {
    password: string
    validationData?: StringMap | undefined
    /** Always `null`: nothing is known of the user. */
    userAttributes?: StringMap | undefined
  },
  UserMigrationTriggerResponse
>
/** A function of UserMigration. */
export type UserMigrationTriggerHandler = TriggerHandler<UserMigrationTriggerEvent>

/** Attributes in place of the provider's, all or nothing; `{}` leaves these. */
export type InboundFederationTriggerResponse = { userAttributesToMap: StringMap }
/** Somebody comes from another identity provider. */
export type InboundFederationTriggerEvent = Events<
  'InboundFederation_ExternalProvider',
  {
    providerName: string
    providerType: 'OIDC' | 'SAML' | 'Facebook' | 'Google' | 'SignInWithApple' | 'LoginWithAmazon'
    attributes: {
      tokenResponse?: StringMap | undefined
      idToken?: StringMap | undefined
      userInfo?: StringMap | undefined
      samlResponse?: StringMap | undefined
    }
  },
  InboundFederationTriggerResponse
>
/** A function of InboundFederation. */
export type InboundFederationTriggerHandler = TriggerHandler<InboundFederationTriggerEvent>
