import type { FlowValues } from '../../lab/inspect/probe';
import type { Carried } from '../../models/carried';
import type { Flow, Piece } from '../../models/flow';
import { bytes, compact, whole } from '../format';
import { carriedKindWords, growthWords } from './carried_words';
import { dimensions, type Sizes, shapeWords } from './shape_words';
import { ValueLine } from './value_line';
import './piece_detail.css';

interface Props {
  readonly flow: Flow;
  /** Key of the piece. */
  readonly of: string;
  readonly sizes: Sizes;
  /** Null: there are none yet. */
  readonly values: FlowValues | null;
  readonly token: number;
}

/** What a piece does, its shapes, its parameters, and what it carries to the next token. */
export function PieceDetail({ flow, of, sizes, values, token }: Props) {
  const { embedding, layers, norm, head } = flow;
  const layer = layers.find(({ own, norm }) => own.key === of || norm?.key === of);
  const piece = [embedding, ...layers.flatMap(({ norm, own }) => [norm, own]), norm, head].find(
    each => each?.key === of,
  );
  if (!piece) return null;
  const place = layer ? `Block ${layer.block + 1} · ` : '';
  return (
    <section className="piece-detail" aria-label="The chosen piece">
      <h3>
        {place}
        {piece.title}
      </h3>
      <p>{piece.about}</p>
      <dl className="facts small">
        <dt>Reads</dt>
        <dd className="number">{shapeWords(piece.shapes[0], sizes)}</dd>
        <dt>Gives</dt>
        <dd className="number">{shapeWords(piece.shapes[1], sizes)}</dd>
      </dl>
      {values ? <PieceValues flow={flow} of={piece} values={values} token={token} /> : null}
      {layer?.own === piece ? <CarriedFacts carried={layer.carried} L={sizes.L} /> : null}
      <Parameters piece={piece} />
    </section>
  );
}

/** Lines over the tokens of what the piece leaves. */
function PieceValues({
  flow,
  of,
  values,
  token,
}: Omit<Props, 'sizes' | 'of' | 'values'> & { of: Piece; values: FlowValues }) {
  if (of === flow.embedding) return <ValueLine title="The stream begins with" values={values.embedded} token={token} />;
  const index = flow.layers.findIndex(({ own }) => own === of);
  const [layer, found] = [flow.layers[index], values.layers[index]];
  if (!layer || !found) return null;
  const state = layer.carried ? values.states[layer.block] : null;
  return (
    <>
      <ValueLine title="Adds to the stream" values={found.added} token={token} />
      <ValueLine title="The stream after it" values={found.stream} token={token} />
      {state ? <ValueLine title="What it carries" values={state.all} token={token} /> : null}
    </>
  );
}

function Parameters({ piece: { key, parameters } }: { piece: Piece }) {
  const all = parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  if (parameters.length === 0) return <p className="muted small">No parameters of its own.</p>;
  return (
    <table className="facts-table small">
      <caption className="muted">
        {compact(all)} parameters of {key}
      </caption>
      <tbody>
        {parameters.map(({ name, shape }) => (
          <tr key={name}>
            <th scope="row">{name.slice(key.length + 1)}</th>
            <td className="number">{dimensions(shape)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What goes to the next token. */
function CarriedFacts({ carried, L }: { carried: Carried | null; L: number | null }) {
  if (!carried) return <p className="muted small">It carries nothing to the next token.</p>;
  const after = L === null ? '' : ` after ${whole(L)} tokens`;
  return (
    <>
      <table className="facts-table small">
        <caption className="muted">
          Carried to the next token: {carriedKindWords(carried)}. {growthWords(carried)}
        </caption>
        <tbody>
          {carried.tensors.map(({ name, shape }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="number">{dimensions(shape)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted small number">
        {bytes(carried.bytes)} a sequence{carried.kind === 'fixed' ? '' : after}
      </p>
    </>
  );
}
