import { serve } from "./serve";
import type { Port } from "./protocol";

serve(self as unknown as Port);
