import type { Keys } from './calls.ts'
import type { Case } from './case.ts'
import type { Members } from './constraints.ts'
import { arnOf } from './place.ts'
import type { World } from './world.ts'

/** What a request is about, as policies name it. */
export const resourceOf = ({ UserPoolId, ResourceArn }: Members): string => {
  if (UserPoolId !== undefined) return arnOf(String(UserPoolId))
  return ResourceArn === undefined ? '*' : String(ResourceArn)
}

/** A policy of statements that say Allow or Deny of actions on resources. */
export const policy = (...statements: [Effect: 'Allow' | 'Deny', Action: string, Resource: string][]): Members => ({
  only: {
    Version: '2012-10-17',
    Statement: statements.map(([Effect, Action, Resource]) => ({ Effect, Action, Resource })),
  },
})

/** Somebody who may not do what is asked. */
export type Identity = { readonly what: string; readonly keys: Keys; readonly reason: (action: string) => string }

const implicit = (action: string) => `because no identity-based policy allows the ${action} action`
const explicit = () => 'with an explicit deny in an identity-based policy'

const denial = ({ what, reason }: Identity, operation: string, input: Members): string => {
  const action = `cognito-idp:${operation}`
  const user = `arn:aws:iam::000000000000:user/${what}`
  return `User: ${user} is not authorized to perform: ${action} on resource: ${resourceOf(input)} ${reason(action)}`
}

/** Everybody who may not ask anything of the pool. */
export const makeIdentities = async ({ calls, there }: World): Promise<Identity[]> => {
  const identity = async (what: string, policies: Members, reason: Identity['reason']) => ({
    what,
    keys: await calls.identity(what, policies),
    reason,
  })
  return [
    await identity('nobody', {}, implicit),
    await identity('denied', policy(['Allow', '*', '*'], ['Deny', 'cognito-idp:*', '*']), explicit),
    await identity('neighbour', policy(['Allow', 'cognito-idp:*', there.arn]), implicit),
    await identity('guard', policy(['Allow', 'cognito-idp:AssociateWebACL', '*']), implicit),
  ]
}

/** A good request, and one that says nothing, of somebody who may ask neither. */
export const deniedCases = (operation: string, input: Members, identity: Identity): Case[] =>
  [input, {}].map((body) => ({ body, refusal: ['AccessDeniedException', denial(identity, operation, body)] }))

/** The same of nobody at all. */
export const unsignedCases = (input: Members): Case[] =>
  [input, {}].map((body) => ({
    body,
    refusal: ['MissingAuthenticationTokenException', 'Missing Authentication Token'],
  }))
