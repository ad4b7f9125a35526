/**
 * What IAM policies allow: `parsePolicy` refuses whatever `evaluate` could not decide as IAM does. Identity-
 * based policies only: no resource policies, permissions boundaries, session or organization policies.
 */
import { fault, type ServiceError } from './errors.ts'
import type { RequestContext } from './policy/condition-keys.ts'
import type { Policy, Statement } from './policy/parse.ts'

export type { RequestContext } from './policy/condition-keys.ts'
export { type Policy, parsePolicy } from './policy/parse.ts'
export { PolicyError } from './policy/policy-error.ts'

/** What a principal asks to do. */
export type PolicyRequest = {
  /** `cognito-idp:CreateUserPool` */
  readonly action: string
  /** ARN of the pool, or `*` for an operation that is about none. */
  readonly resource: string
  readonly context: RequestContext
}

/** Explicit: a Deny statement applies. Implicit: no statement does. */
export type Decision = 'allow' | 'explicit-deny' | 'implicit-deny'

const applies = (statement: Statement, action: string, { resource, context }: PolicyRequest) =>
  statement.coversAction(action, context) &&
  statement.coversResource(resource, context) &&
  statement.conditions.every((condition) => condition(context))

/**
 * Decides by all policies of a principal together: any Deny that applies outweighs every Allow, and what
 * nothing allows is denied.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export const evaluate = (policies: readonly Policy[], request: PolicyRequest): Decision => {
  const action = request.action.toLowerCase()
  let decision: Decision = 'implicit-deny'
  for (const { statements } of policies) {
    for (const statement of statements) {
      if (decision === 'allow' && statement.effect === 'Allow') continue
      if (!applies(statement, action, request)) continue
      if (statement.effect === 'Deny') return 'explicit-deny'
      decision = 'allow'
    }
  }
  return decision
}

/**
 * The AccessDeniedException that answers a denied request, worded as the service does.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export const accessDenied = (
  decision: Exclude<Decision, 'allow'>,
  { action, resource, context }: PolicyRequest,
): ServiceError => {
  const reason =
    decision === 'explicit-deny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`
  const attempt = `User: ${context.principalArn} is not authorized to perform: ${action} on resource: ${resource}`
  return fault('AccessDeniedException', `${attempt} ${reason}`)
}
