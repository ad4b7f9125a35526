import { fault } from './errors.ts'
import type { Pool, Tier } from './pool.ts'
import { arnPlace } from './pool-rule.ts'
import { watches } from './risk.ts'
import { unverifiedRiskTexts } from './unverified-risk-texts.ts'

/** What a pool can log: messages that were not delivered, and what users did. */
export type LogSource = 'userNotification' | 'userAuthEvents'

/** What a pool logs, and the place at AWS that it names; names as in PoolSettings. */
export type LogConfiguration = {
  readonly logLevel: 'ERROR' | 'INFO'
  readonly eventSource: LogSource
  readonly cloudWatchLogsConfiguration?: { readonly logGroupArn?: string }
  readonly s3Configuration?: { readonly bucketArn?: string }
  readonly firehoseConfiguration?: { readonly streamArn?: string }
}

const destinations = {
  CloudWatchLogsConfiguration: (configuration: LogConfiguration) =>
    configuration.cloudWatchLogsConfiguration?.logGroupArn,
  S3Configuration: (configuration: LogConfiguration) => configuration.s3Configuration?.bucketArn,
  FirehoseConfiguration: (configuration: LogConfiguration) => configuration.firehoseConfiguration?.streamArn,
} as const

type Destination = keyof typeof destinations

type Source = {
  readonly level: LogConfiguration['logLevel']
  readonly allowed: readonly Destination[]
  readonly tier?: Tier
}

const everywhere = Object.keys(destinations) as Destination[]

/** At which level each source logs, and to where. */
const sources: Readonly<Record<LogSource, Source>> = {
  userNotification: { level: 'ERROR', allowed: ['CloudWatchLogsConfiguration'] },
  userAuthEvents: { level: 'INFO', allowed: everywhere, tier: 'PLUS' },
}

const checkFeature = ({ settings }: Pool, { eventSource }: LogConfiguration): void => {
  const { tier } = sources[eventSource]
  const has = settings.userPoolTier
  if (tier === undefined) return
  if (tier !== has) {
    const text = `The following feature is not available for the ${has} pricing tier configured: Log Streaming`
    throw fault('FeatureUnavailableInTierException', text)
  }
  if (!watches({ settings })) throw fault('InvalidParameterException', unverifiedRiskTexts.logThreatProtection)
}

const mistakeOf = ({ region }: Pool, configuration: LogConfiguration): string | undefined => {
  const { eventSource } = configuration
  const { level, allowed } = sources[eventSource]
  if (configuration.logLevel !== level) return unverifiedRiskTexts.logLevel(eventSource, level)
  const given = everywhere.filter((name) => destinations[name](configuration) !== undefined)
  const [destination] = given
  if (!destination || given.length > 1 || !allowed.includes(destination)) {
    return unverifiedRiskTexts.logDestination(eventSource, allowed)
  }
  const place = arnPlace(destinations[destination](configuration) ?? '').region
  return place === '' || place === region ? undefined : 'ARN does not belong to current region' // buckets have none
}

/**
 * Insists that a pool can log so. Raises FeatureUnavailableInTierException, and InvalidParameterException for
 * a source that is named twice, has another level, or goes where it cannot.
 */
export const checkLogConfigurations = (pool: Pool, configurations: readonly LogConfiguration[]): void => {
  const named = configurations.map(({ eventSource }) => eventSource)
  if (new Set(named).size < named.length) {
    throw fault('InvalidParameterException', 'Following event sources appear more then once in a request')
  }
  for (const configuration of configurations) {
    checkFeature(pool, configuration)
    const mistake = mistakeOf(pool, configuration)
    if (mistake !== undefined) throw fault('InvalidParameterException', mistake)
  }
}
