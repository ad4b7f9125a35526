import { isIP } from 'node:net'
import { defined } from './defined.ts'
import { fault } from './errors.ts'
import type { Pool } from './pool.ts'
import { isSender, NOT_A_SENDER, sesSourceMistake } from './pool-messaging-rules.ts'
import { unverifiedRiskTexts } from './unverified-risk-texts.ts'
import { unverifiedTexts } from './unverified-texts.ts'

/** What threat protection watches for passwords that others know. */
export type EventFilter = 'SIGN_IN' | 'PASSWORD_CHANGE' | 'SIGN_UP'

/** What is done at a level of risk, and whether the user is told. */
export type TakeoverAction = {
  readonly notify: boolean
  readonly eventAction: 'BLOCK' | 'MFA_IF_CONFIGURED' | 'MFA_REQUIRED' | 'NO_ACTION'
}

/** A message about a sign-in that was found risky. */
export type NotifyEmail = { readonly subject: string; readonly htmlBody?: string; readonly textBody?: string }

/** Who tells users of risky sign-ins, and in which words. */
export type NotifyConfiguration = {
  readonly from?: string
  readonly replyTo?: string
  readonly sourceArn: string
  readonly blockEmail?: NotifyEmail
  readonly noActionEmail?: NotifyEmail
  readonly mfaEmail?: NotifyEmail
}

/** What a pool, or one client of it, does about risks; names as in PoolSettings. */
export type RiskSettings = {
  readonly compromisedCredentialsRiskConfiguration?: {
    readonly eventFilter?: readonly EventFilter[]
    readonly actions: { readonly eventAction: 'BLOCK' | 'NO_ACTION' }
  }
  readonly accountTakeoverRiskConfiguration?: {
    readonly notifyConfiguration?: NotifyConfiguration
    readonly actions: {
      readonly lowAction?: TakeoverAction
      readonly mediumAction?: TakeoverAction
      readonly highAction?: TakeoverAction
    }
  }
  readonly riskExceptionConfiguration?: {
    readonly blockedIPRangeList?: readonly string[]
    readonly skippedIPRangeList?: readonly string[]
  }
}

/** The scope of a configuration that is the pool's, for all clients without one of their own. */
export const WHOLE_POOL = 'ALL'

/** A risk configuration as it was set: for a client's id, or for WHOLE_POOL. */
export type RiskConfiguration = {
  readonly poolId: string
  readonly scope: string
  readonly settings: RiskSettings
  readonly updatedAt: number
}

const everyEvent: readonly EventFilter[] = ['SIGN_IN', 'PASSWORD_CHANGE', 'SIGN_UP']

/** The settings with the events that are meant where none are named: all. */
export const withDefaults = (settings: RiskSettings): RiskSettings => {
  const compromised = settings.compromisedCredentialsRiskConfiguration
  if (!compromised || compromised.eventFilter?.length) return settings
  return { ...settings, compromisedCredentialsRiskConfiguration: { ...compromised, eventFilter: everyEvent } }
}

/** Whether nothing is set: then the pool's defaults hold, or for a client what the pool has. */
export const isReset = (settings: RiskSettings): boolean => Object.keys(defined(settings)).length === 0

/** Whether a pool watches its sign-ins: it keeps record of them, and assesses them. */
export const watches = ({ settings }: Pick<Pool, 'settings'>): boolean =>
  (settings.userPoolAddOns?.advancedSecurityMode ?? 'OFF') !== 'OFF'

/** Insists that threat protection is on. Raises UserPoolAddOnNotEnabledException. */
export const requireThreatProtection = (pool: Pick<Pool, 'settings'>): void => {
  if (!watches(pool)) throw fault('UserPoolAddOnNotEnabledException', unverifiedRiskTexts.addOn)
}

const isRange = (text: string): boolean => {
  const [address = '', bits = '', ...more] = text.split('/')
  const version = isIP(address)
  const width = version === 4 ? 32 : 128
  return version !== 0 && !address.includes('%') && more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= width
}

type Rule = (settings: RiskSettings, region: string) => string | undefined

const rangeRule: Rule = ({ riskExceptionConfiguration: exceptions = {} }) => {
  const ranges = [...(exceptions.blockedIPRangeList ?? []), ...(exceptions.skippedIPRangeList ?? [])]
  return ranges.every(isRange) ? undefined : 'Incorrect CIDR format'
}

const senderRule: Rule = ({ accountTakeoverRiskConfiguration: takeover }, region) => {
  const notify = takeover?.notifyConfiguration
  const actions = Object.values(defined(takeover?.actions ?? {}))
  if (!notify) return actions.some((action) => action.notify) ? unverifiedRiskTexts.notifyWithoutSender : undefined
  if (notify.from !== undefined && !isSender(notify.from)) return NOT_A_SENDER
  if (notify.replyTo !== undefined && !isSender(notify.replyTo)) return unverifiedTexts.emailReplyTo
  return sesSourceMistake(notify.sourceArn, region)
}

const emails = ['blockEmail', 'noActionEmail', 'mfaEmail'] as const

/** Subjects become header fields. */
const subjectRule: Rule = ({ accountTakeoverRiskConfiguration: takeover }) => {
  const notify = takeover?.notifyConfiguration
  const broken = emails.find((name) => /[\r\n]/.test(notify?.[name]?.subject ?? ''))
  return broken && unverifiedTexts.emailHeader(`accountTakeoverRiskConfiguration.notifyConfiguration.${broken}.subject`)
}

const rules: readonly Rule[] = [rangeRule, senderRule, subjectRule]

/** Insists that settings make sense in a pool of `region`. Raises InvalidParameterException for the first rule that they break. */
export const checkRiskSettings = (settings: RiskSettings, region: string): void => {
  for (const rule of rules) {
    const mistake = rule(settings, region)
    if (mistake !== undefined) throw fault('InvalidParameterException', mistake)
  }
}
