/** Domains of a pool. */
import { oneOf, required, string, structure } from '../schema.ts'
import { ArnType } from './common.ts'
import { RegionNameType } from './pool-replica.ts'

/** The pattern that the model has is that of prefixes: the service holds against it what is no custom domain. */
export const DomainType = string({ min: 1, max: 63 })
export const SecurityPolicyType = oneOf(['TLS_V1', 'TLS_V1_2_2021', 'TLS_V1_3_2025'])

export const CustomDomainConfigType = structure({
  CertificateArn: required(ArnType),
  SecurityPolicy: SecurityPolicyType,
})

export const HealthCheckIdType = string({ max: 64 })

export const FailoverType = structure({
  SecondaryRegion: required(RegionNameType),
  PrimaryRoute53HealthCheckId: required(HealthCheckIdType),
})

export const RoutingType = structure({
  Failover: FailoverType,
})
