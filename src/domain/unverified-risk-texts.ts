/**
 * Messages about threat protection, logs, limits and replicas whose wording, on the real service, nobody
 * has reported yet. Each is here until it can be corrected; the recorded ones stand beside their rules.
 */
export const unverifiedRiskTexts = {
  addOn: 'Threat protection is not enabled for the user pool.',
  event: (id: string) => `Auth event ${id} does not exist.`,
  feedbackToken: 'Invalid feedback token.',
  notifyWithoutSender: 'NotifyConfiguration is required when Notify is true.',

  logDestination: (source: string, allowed: readonly string[]) =>
    `Exactly one destination must be given for ${source}: ${allowed.join(', ')}.`,
  logLevel: (source: string, level: string) => `LogLevel for ${source} must be ${level}.`,
  logThreatProtection: 'userAuthEvents requires threat protection to be enabled for the user pool.',

  limitAbove: (category: string, maximum: number) =>
    `The requested limit for ${category} exceeds the maximum of ${maximum} requests per second.`,
  limitBelow: (category: string, free: number) =>
    `The requested limit for ${category} must be at least ${free} requests per second.`,
  limitCategory: (category: string) => `The limit of category ${category} cannot be adjusted.`,
  limitUnknown: (category: string) => `There is no API category ${category}.`,
  limitWithoutCategory: 'LimitDefinition must have exactly the attribute Category.',

  replica: (region: string) => `User pool replica in ${region} does not exist.`,
  replicaActive: 'An active user pool replica cannot be deleted.',
  replicaElsewhere: 'The operation is only available in the primary Region of the user pool.',
  replicaInactive: 'The operation is not available while the user pool replica is inactive.',
  replicaKey: 'A user pool replica requires a multi-Region customer managed key.',
  replicaLeft: 'User pool cannot be deleted. It has a replica that should be deleted first.',
  replicaLimit: 'A user pool can have one replica only.',
  replicaPrimary: 'RegionName must not be the primary Region of the user pool.',
  replicaRegion: (region: string) => `RegionName ${region} is not a Region that is supported.`,
  replicaSettings:
    'These settings are changed in the primary Region of the user pool. In another one they must be repeated as they are.',
  replicaTier: 'Multi-Region Replication',
} as const
