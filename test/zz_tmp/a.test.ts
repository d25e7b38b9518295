import './setup';
import '../lab/golden_training.test';
