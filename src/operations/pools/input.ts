import type { PoolInput } from '../../domain/pool-input.ts'
import { fromWire, type Uncased } from '../../wire/casing.ts'
import type { Infer } from '../../wire/schema.ts'
import type { AcrConfigurationType } from '../../wire/shapes/pool.ts'

type WireSettings = { AcrConfiguration?: Infer<typeof AcrConfigurationType> }
type Settings<T extends WireSettings> = Omit<Uncased<T>, 'acrConfiguration'> & Pick<PoolInput, 'acrConfiguration'>

/** The settings in a request as the domain has them. Levels become a Map: their names are the caller's. */
export const toSettingsInput = <T extends WireSettings>({ AcrConfiguration: acr, ...settings }: T): Settings<T> => {
  const levels = acr && new Map(Object.entries(acr).map(([level, { AcrValue }]) => [level, AcrValue]))
  // Only the member that is left out and put back in differs from the type of the whole.
  return { ...fromWire(settings), ...(levels && { acrConfiguration: levels }) } as unknown as Settings<T>
}
