/** A group of a pool. `precedence`: the lower, the more it counts; absent counts least. */
export type Group = {
  readonly poolId: string
  readonly name: string
  readonly description: string | undefined
  readonly roleArn: string | undefined
  readonly precedence: number | undefined
  readonly createdAt: number
  readonly updatedAt: number
}

/** Group names are unique ignoring case. */
export const groupKey = (name: string) => name.normalize('NFC').toLowerCase()
