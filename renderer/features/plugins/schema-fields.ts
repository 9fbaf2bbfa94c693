/** A setting of a plugin as a form can draw it. */
export interface SettingField {
  readonly name: string;
  readonly kind: 'text' | 'address' | 'number' | 'switch' | 'choice' | 'list' | 'secret';
  readonly title: string;
  readonly help: string | null;
  readonly isRequired: boolean;
  /** What holds while nothing is set; null when the plugin names nothing. */
  readonly preset: unknown;
  readonly choices: readonly string[];
  readonly limits: SettingLimits;
}
export interface SettingLimits {
  readonly isWhole: boolean;
  readonly min: number | null;
  readonly max: number | null;
  /** The number itself is out. */
  readonly above: number | null;
  readonly below: number | null;
  readonly maxLength: number | null;
  readonly minLength: number | null;
  readonly pattern: RegExp | null;
}

type Property = Readonly<Record<string, unknown>>;

const isProperty = (value: unknown): value is Property => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((v) => typeof v === 'string') : []);

const kindOf = (property: Property): SettingField['kind'] => {
  if (property['x-secret'] === true) return 'secret';
  if (property.type === 'boolean') return 'switch';
  if (property.type === 'number' || property.type === 'integer') return 'number';
  if (property.type === 'array') return 'list';
  if (textsOf(property.enum).length > 0) return 'choice';
  return property.format === 'uri' ? 'address' : 'text';
};

const patternOf = (value: unknown): RegExp | null => {
  try {
    return typeof value === 'string' ? new RegExp(value, 'u') : null;
  } catch {
    // A pattern this browser cannot read is checked by the host.
    return null;
  }
};

const limitsOf = (property: Property): SettingLimits => ({
  isWhole: property.type === 'integer',
  min: numberOf(property.minimum),
  max: numberOf(property.maximum),
  above: numberOf(property.exclusiveMinimum),
  below: numberOf(property.exclusiveMaximum),
  maxLength: numberOf(property.maxLength),
  minLength: numberOf(property.minLength),
  pattern: patternOf(property.pattern),
});

const orderOf = (property: Property): number => numberOf(property['x-order']) ?? Number.MAX_SAFE_INTEGER;

/** The fields of a plugin's settings in their order; what no form can draw is left out. */
export const fieldsOf = (schema: Readonly<Record<string, unknown>> | null): readonly SettingField[] => {
  const properties = isProperty(schema?.properties) ? schema.properties : {};
  const required = textsOf(schema?.required);
  return Object.entries(properties)
    .flatMap(([name, property]) => (isProperty(property) && property.type !== 'object' ? [{ name, property }] : []))
    .sort((a, b) => orderOf(a.property) - orderOf(b.property))
    .map(({ name, property }) => ({
      name,
      kind: kindOf(property),
      title: textOf(property.title) ?? name,
      help: textOf(property['x-help']) ?? textOf(property.description),
      isRequired: required.includes(name),
      preset: property.default ?? null,
      choices: textsOf(property.enum),
      limits: limitsOf(property),
    }));
};
