/**
 * Default requests per second of each category, for one account and Region.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
export const quotas = {
  UserAuthentication: 120,
  /** Answers to challenges: three times the allowance of sign-ins, in which count those beyond it. */
  UserAuthenticationResponse: 360,
  UserCreation: 50,
  UserAccountRecovery: 30,
  UserRead: 120,
  UserToken: 120,
  UserUpdate: 25,
  UserResourceRead: 50,
  UserResourceUpdate: 25,
  UserList: 30,
  UserPoolRead: 15,
  UserPoolUpdate: 15,
  UserPoolResourceRead: 20,
  UserPoolResourceUpdate: 15,
  UserPoolClientRead: 15,
  UserPoolClientUpdate: 15,
  ClientAuthentication: 150,
  /** Not the service's: applications that register clients leave administrators their own allowance. */
  ClientRegistration: 5,
  LimitManagement: 1,
} as const satisfies Record<string, number>

/** Where requests count that are beyond the allowance of their own category. */
export const overflow: Readonly<Record<string, QuotaCategory>> = { UserAuthenticationResponse: 'UserAuthentication' }

/** A category of requests. */
export type QuotaCategory = keyof typeof quotas
